/** Style sheets are named by the page's entry alone, for their effect. */
declare module '*.css';
